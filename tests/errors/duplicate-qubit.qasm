OPENQASM 2.0;
include "qelib1.inc";
qreg q[3];
cx q[1], q[1];
cx q, q[2];
cx q, q;
gate g a, b { cx a, a; }
