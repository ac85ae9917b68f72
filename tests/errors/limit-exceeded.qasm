OPENQASM 2.0;
qreg q[16777216];
qreg r[1];
creg c[99999999999];
