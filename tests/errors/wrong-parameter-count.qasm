OPENQASM 2.0;
include "qelib1.inc";
qreg q[1];
rx q[0];
u(1, 2) q[0];
h(1) q[0];
gate g(a) b { rx(a, a) b; }
