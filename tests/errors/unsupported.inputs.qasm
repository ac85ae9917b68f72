OPENQASM 3.0;
include "stdgates.inc";
input float theta;
qubit[2] q;
input int n;
qubit[theta] r;
if (theta > 1) x q[0];
float x = theta;
pow(theta) @ z q[0];
