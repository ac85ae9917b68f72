OPENQASM 3.0;
qubit[4096] q;
for int i in [0:1000000] { let a = q[0:4095]; }
