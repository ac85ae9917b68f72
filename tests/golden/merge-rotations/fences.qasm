// RUN: dqc-opt %s --passes=inline-gates,decompose,merge-rotations
// Nothing moves across barriers, measurements, resets and conditional gates.
OPENQASM 2.0;
include "qelib1.inc";
qreg q[2];
creg c[1];
t q[0];
barrier q[0];
tdg q[0];
measure q[0] -> c[0];
h q[0];
if(c==1) h q[0];
h q[0];
h q[0];
x q[1];
reset q[1];
x q[1];
