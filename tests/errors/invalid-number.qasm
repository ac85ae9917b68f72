OPENQASM 2.0;
qreg q[2a];
qreg r[1];
U(0.5x, 1e, 0) r[0];
