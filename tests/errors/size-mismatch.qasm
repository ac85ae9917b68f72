OPENQASM 2.0;
include "qelib1.inc";
qreg q[3];
qreg r[2];
creg c[2];
cx q, r;
measure q -> c;
measure q[0] -> c;
measure r -> c[1];
