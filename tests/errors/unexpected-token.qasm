OPENQASM 2.0;
include "qelib1.inc";
qreg q[2];
h q[0]
cx q[0] q[1];
qreg 3[2];
if (c == 1 x q[0];
h q[1];
}
x q[0];
