OPENQASM 2.0;
include "qelib1.inc";
gate f(a) b { rx(1/a) b; }
gate g(a) b { h b; f(a - 1) b; }
qreg q[1];
g(2) q[0];
g(1) q[0];
