// RUN: dqc-opt %s --network complete:2,data=2,comm=2 --passes=inline-gates,decompose,merge-rotations,cancel,temporal-partition --verify-each
// As for static-partition: no move can do better than one e-bit.
OPENQASM 2.0;
include "qelib1.inc";
qreg q[4];
h q[0]; h q[2];
cx q[0], q[1];
cx q[2], q[3];
cx q[1], q[0];
cx q[3], q[2];
cx q[0], q[2];
