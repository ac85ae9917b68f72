OPENQASM 3;qubit q;@a.b
