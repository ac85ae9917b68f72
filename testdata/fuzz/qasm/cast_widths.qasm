OPENQASM 3.0;
include "stdgates.inc";
qubit q;
bit[2] c;
c[0] = measure q;
if (popcount(rotl(bit[0](int[4](c)), 1)) == 1) { x q; }
if (int[-3](c) == 1) { x q; }
if (uint[1.5](c) == 1) { x q; }
if (bit[65](int(c)) == 1) { x q; }
