// RUN: dqc-opt %s --passes=inline-gates,decompose,phase-folding,merge-rotations,cancel
// Rotations by an input fold and merge as those by numbers do.
OPENQASM 3.0;
include "stdgates.inc";
input float gamma;
input angle[20] beta;
gate zz(t) a, b { cx a, b; rz(2 * t) b; cx a, b; }
qubit[3] q;
h q;
zz(gamma) q[0], q[1];
zz(gamma) q[1], q[2];
rx(2 * beta) q;
crz(gamma * beta) q[0], q[2];
ry(0.5) q[1];
rz(beta) q[1];
ry(-0.5) q[1];
