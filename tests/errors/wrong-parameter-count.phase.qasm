OPENQASM 3.0;
include "stdgates.inc";
qubit q;
gphase(1, 2);
gphase;
