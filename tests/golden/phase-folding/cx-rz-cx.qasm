// RUN: dqc-opt %s --passes=inline-gates,decompose,phase-folding,merge-rotations,cancel --stats
// The controlled phases of a textbook QFT, and a ladder of cx, whose last step goes.
OPENQASM 2.0;
include "qelib1.inc";
qreg q[3];
h q[0];
u1(pi/4) q[1];
cx q[1], q[0];
u1(-pi/4) q[0];
cx q[1], q[0];
u1(pi/4) q[0];
h q[1];
cx q[0], q[1];
cx q[1], q[2];
rz(0.3) q[2];
cx q[1], q[2];
cx q[0], q[1];
