OPENQASM 4.0;
qubit q;
this is never read
