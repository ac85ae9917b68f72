OPENQASM 2.0;
gate g a, b, c, d, e, f, g, h, i, j { }
qreg q[10];
g q[0], q[1], q[2], q[3], q[4], q[5], q[6], q[7], q[8], q[3];
