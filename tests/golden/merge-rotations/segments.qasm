// RUN: dqc-opt %s --passes=inline-gates,decompose,merge-rotations
// What is diagonal waits for the end of its segment, past cp and x; the rest is multiplied.
OPENQASM 2.0;
include "qelib1.inc";
qreg q[2];
t q[0];
cp(0.5) q[0], q[1];
t q[0];
x q[0];
cp(0.25) q[0], q[1];
x q[0];
s q[0];
h q[0];
rx(0.125) q[1];
ry(0.5) q[1];
h q[0];
sx q[1];
