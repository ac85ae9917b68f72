OPENQASM 2.0;
include "qelib1.inc";
qreg q[1.5];
qreg r[2];
h r[1/1];
h r[0.0];
