// Bernstein-Vazirani for the string 1011001101.
OPENQASM 2.0;
include "qelib1.inc";
qreg q[10];
qreg f[1];
creg c[10];
x f[0];
h q;
h f[0];
cx q[0],f[0];
cx q[2],f[0];
cx q[3],f[0];
cx q[6],f[0];
cx q[7],f[0];
cx q[9],f[0];
h q;
measure q -> c;
