OPENQASM 3.0;
qubit[0] z;
let y = z;
qubit[2] q;
let w = q[1:0];
def s(qubit[0] n) { }
s(z);
