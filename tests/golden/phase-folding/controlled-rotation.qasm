// RUN: dqc-opt %s --passes=inline-gates,decompose,phase-folding,merge-rotations,cancel
// A controlled ry that is written with two cx; barriers and conditions fence.
OPENQASM 2.0;
include "qelib1.inc";
qreg q[2];
creg c[1];
ry(0.2) q[1];
cx q[0], q[1];
ry(-0.2) q[1];
cx q[0], q[1];
barrier q[0], q[1];
cx q[0], q[1];
rz(0.3) q[1];
barrier q[1];
cx q[0], q[1];
measure q[0] -> c[0];
if (c == 1) rz(0.4) q[1];
