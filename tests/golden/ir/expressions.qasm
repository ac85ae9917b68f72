// RUN: dqc-opt %s
OPENQASM 2.0;
include "qelib1.inc";
qreg q[1];
gate g(a, b, c) q {
  rz(a - b - c) q;
  rz(a - (b - c)) q;
  rz(a / b / c) q;
  rz(a / (b * c)) q;
  rz(-a ^ b ^ c) q;
  rz((a ^ b) ^ c) q;
  rz((-a) ^ b) q;
  rz(-(-a)) q;
  rz(-(a + b) * 2) q;
  rz(sin(a) + cos(b) * tan(c) - exp(a) / ln(b) + sqrt(c)) q;
  rz(1e-30 * a + pi * b - 1e22 * c) q;
}
g(1, 2, 3) q[0];
