OPENQASM 2.0;
include "includes/broken.inc";
qreg q[1];
broken q[0];
