OPENQASM 3.0;
qubit[10] q;
bit[10] c;
c = measure q;
int[32] v = 0;
for int i in [0:1000000] { v += int(c); }
