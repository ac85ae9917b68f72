// RUN: dqc-opt %s --passes=inline-gates,decompose,cancel --stats
// Nested inverses unwind to nothing.
OPENQASM 2.0;
include "qelib1.inc";
qreg q[3];
cx q[0], q[1];
cx q[1], q[2];
h q[0];
swap q[0], q[2];
swap q[0], q[2];
h q[0];
cx q[1], q[2];
cx q[0], q[1];
