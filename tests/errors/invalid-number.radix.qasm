OPENQASM 3.0;
include "stdgates.inc";
qubit[0b12] q;
qubit[0x] r;
