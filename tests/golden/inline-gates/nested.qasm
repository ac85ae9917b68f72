// RUN: dqc-opt %s --passes=inline-gates
// Calls inside bodies, with parameters computed on the way and operands permuted.
OPENQASM 2.0;
include "qelib1.inc";
gate turn(a) p { rz(a/2) p; }
gate pair(a, b) p, r { turn(a+b) r; cx r, p; turn(-a) p; }
qreg q[3];
pair(pi/2, pi/4) q[0], q[2];
h q[1];
