OPENQASM 2.0;
qreg ψ[2];
