// RUN: dqc-opt %s --network complete:2,data=2,comm=2 --passes=inline-gates,decompose,merge-rotations,cancel,static-partition --verify-each
// Two pairs that talk much and one gate between them: the pairs stay together.
OPENQASM 2.0;
include "qelib1.inc";
qreg q[4];
h q[0]; h q[2];
cx q[0], q[1];
cx q[2], q[3];
cx q[1], q[0];
cx q[3], q[2];
cx q[0], q[2];
