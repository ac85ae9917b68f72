// RUN: dqc-opt %s --passes=inline-gates,decompose,cancel
OPENQASM 2.0;
include "qelib1.inc";
qreg q[2];
creg c[1];
cx q[0], q[1];
barrier q[0];
cx q[0], q[1];
measure q[0] -> c[0];
cz q[0], q[1];
if(c==1) cz q[0], q[1];
cz q[0], q[1];
