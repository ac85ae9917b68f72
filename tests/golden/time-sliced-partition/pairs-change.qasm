// RUN: dqc-opt %s --network complete:2,data=2,comm=2 --passes=inline-gates,decompose,merge-rotations,cancel,time-sliced-partition --verify-each
// The pairs of the first half are not those of the second: two qubits change places between them.
OPENQASM 2.0;
include "qelib1.inc";
qreg q[4];
cx q[0], q[1];
cx q[2], q[3];
cx q[1], q[0];
cx q[3], q[2];
h q[1]; h q[2];
cx q[0], q[2];
cx q[1], q[3];
cx q[2], q[0];
cx q[3], q[1];
