// RUN: dqc-opt %s --passes=inline-gates,decompose,cancel
// cp gates of the same two segments become one, whatever diagonal gates stand between them.
OPENQASM 2.0;
include "qelib1.inc";
qreg q[3];
cp(0.5) q[0], q[1];
cp(0.25) q[1], q[2];
rz(0.125) q[0];
cz q[0], q[2];
cp(0.5) q[1], q[0];
cz q[2], q[0];
h q[1];
cp(0.5) q[0], q[1];
