# Every way to partition gives proved programs; the search needs no more e-bits than any baseline.
. "$2/tests/cli/lib.sh"
adder=$circuits/adder_10.qasm

# ebits DIR: e-bits on links of the compilation in DIR.
ebits() { sed -n '/"ebits"/,/}/s/.*"link": *\([0-9]*\).*/\1/p' "$1/report.json"; }

for name in temporal static time-sliced disqco; do
  run 0 "$dqcc" "$adder" --network complete:3,data=5,comm=4 --partition $name -q -o $name
  run 0 "$dqc_verify" "$adder" $name
  check "$name: e-bits are counted" test "$(ebits $name)" -gt 0
done
for name in static time-sliced disqco; do
  check "no more e-bits than $name" test "$(ebits temporal)" -le "$(ebits $name)"
done
check "homes stay" grep -q '"teleports": 0' static/report.json
check "homes move between time slices" grep -q '"teleports": [1-9]' time-sliced/report.json
finish
