OPENQASM 2.0;
include "qelib1.inc";
gate g(a b) q { }
gate f { x q; }
gate k(a) q { h q }
qreg r[2];
k(1) r[0];
