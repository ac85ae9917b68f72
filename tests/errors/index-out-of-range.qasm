OPENQASM 2.0;
include "qelib1.inc";
qreg q[2];
creg c[2];
h q[2];
measure q[0] -> c[17];
h q[99999999999999999];
