OPENQASM 3.0;
qubit q;
for int i in [0:20000] { bit b; b = measure q; }
