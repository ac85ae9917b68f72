OPENQASM 3.0;
qubit q;
bit a;
bit b;
bit c;
bit d;
bit e;
bit f;
bit g;
bit h;
a = measure q;
b = measure q;
c = measure q;
d = measure q;
e = measure q;
f = measure q;
g = measure q;
h = measure q;
if (a ^ b ^ c ^ d ^ e ^ f ^ g ^ h) {
  if (a ^ b ^ c ^ d ^ e ^ f ^ g ^ h) {
    if (a ^ b ^ c ^ d ^ e ^ f ^ g ^ h) {
      if (a ^ b ^ c ^ d ^ e ^ f ^ g ^ h) {
        if (a ^ b ^ c ^ d ^ e ^ f ^ g ^ h) { }
      }
    }
  }
}
