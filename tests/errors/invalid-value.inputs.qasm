OPENQASM 3.0;
include "stdgates.inc";
input float theta;
qubit q;
gate g a { rz(theta) a; }
const float c = 2 * theta;
rz(1 / 0 * theta) q;
