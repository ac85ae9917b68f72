OPENQASM 2.0;
include "qelib1.inc";
qreg q[1];
rx(1/0) q[0];
rx(ln(0)) q[0];
rx(sqrt(1-2)) q[0];
rx(asin(2)) q[0];
rx((-2)^0.5) q[0];
rx(0^-1) q[0];
rx(exp(1000)) q[0];
rx(1e999) q[0];
gate g(a) b { rx(a/0) b; }
