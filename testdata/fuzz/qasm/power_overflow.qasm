OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
pow(1e308) @ p(1e10) q[0];
pow(1e300) @ gphase(1e300);
gate g(a) t { pow(1e300) @ p(a * 1e300) t; }
ctrl @ pow(1e300) @ g(1e300) q[0], q[1];
