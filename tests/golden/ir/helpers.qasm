// RUN: dqc-opt %s
// Gates that stdgates.inc lacks come with a definition, so that any reader of OpenQASM 3 can follow.
OPENQASM 2.0;
include "qelib1.inc";
qreg q[5];
gate mine a, b { rzz(0.5) a, b; }
mine q[0], q[1];
u0(1) q[0];
sxdg q[0];
csx q[0], q[1];
cu1(0.5) q[0], q[1];
cu3(0.1, 0.2, 0.3) q[0], q[1];
rxx(0.5) q[0], q[1];
ccz q[0], q[1], q[2];
rccx q[0], q[1], q[2];
rc3x q[0], q[1], q[2], q[3];
c4x q[0], q[1], q[2], q[3], q[4];
