OPENQASM 3.0;
include "stdgates.inc";
qubit q;
const int a = int(1e19);
const int b = int(-9.3e18);
const uint c = uint(2e19);
const uint d = uint(-1e300);
const int[8] e = int[8](3e2);
const angle[60] f = 1e308 * 1e308;
const float g = mod(1e308, 1e-308) * 1e308 * 1e308;
const int h = (-9223372036854775807 - 1) / -1;
const int i = (-9223372036854775807 - 1) % -1;
const int j = 1 << 63;
const int k = 3 << 18446744073709551615;
const int l = -(-9223372036854775807 - 1);
const int m = (-3) ** 63;
const angle[4] n = pi;
x q;
if (n[3] == 1) { x q; }
const duration o = 1e999ns;
const float p = 1e308ns / 1e-308ns;
bit[2] r;
r[0] = measure q;
if (int(float(uint(r)) * 1e19) == 1) { x q; }
if (uint(float(uint(r)) * -1e19) == 1) { x q; }
if (int(r) / (int(r) - int(r)) == 1) { x q; }
rz(1e308 * 10) q;
pow(1e308) @ p(1e10) q;
ctrl @ pow(1e300) @ rz(1e300) q, q;
