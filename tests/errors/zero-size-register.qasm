OPENQASM 2.0;
qreg q[1];
creg none[0];
