OPENQASM 2.0;
include "qelib1.inc";
qreg q[1];
creg q[1];
gate h a { }
gate swap a, b { }
gate swap a, b { }
gate g(a, a) b { }
gate k(a) a { }
qreg pi[2];
qreg sin[1];
