OPENQASM 2.0;
opaque magic(a) b, c;
qreg q[2];
magic(1) q[0], q[1];
gate g a, b { magic(0) a, b; }
