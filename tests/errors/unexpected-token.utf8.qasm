OPENQASM 3.0;
qubit q; /* αβγ 量子 */ U(0, 0, 0) q 量;
	/* é	*/ U(0, 0,	0) r;
qubit über;
