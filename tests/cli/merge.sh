# dqc-merge: forms, bit orders, weights, readout correction by what dqcc wrote, and what is refused.
. "$2/tests/cli/lib.sh"
printf '{"00": 60, "11": 40}\n' >a.json
printf 'outcome,count\n00,20\n11,70\n01,10\n' >b.csv
printf '00\n11\n11\n' >c.txt
run 0 "$dqc_merge" a.json b.csv c.txt
check "the sum" test "$(cat .out)" = '{
  "00": 81,
  "01": 10,
  "11": 112
}'
run 0 "$dqc_merge" a.json b.csv --format csv --reverse
check "bit 0 on the left" test "$(cat .out)" = 'outcome,count
00,80
10,10
11,110'
run 0 "$dqc_merge" b.csv --bit0 left --format text -o merged.txt
silent
check "the file" test "$(cat merged.txt)" = "$(printf '00\t20\n10\t10\n11\t70')"
run 0 sh -c "printf '01\n' | '$dqc_merge' --format text"
check "stdin" test "$(cat .out)" = "$(printf '01\t1')"
run 0 "$dqc_merge" a.json a.json --format text
cp .out twice
run 0 "$dqc_merge" a.json a.json --format text
check "the same bytes each time" cmp .out twice

# With what dqcc wrote: bit 0 and bit 1 of a Bell pair on each copy's qubits.
printf 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\ncreg c[2];\nh q[0];\ncx q[0],q[1];\nmeasure q -> c;\n' >bell.qasm
run 0 "$dqcc" bell.qasm --device "$devices/grid_12.json" --samples 2 --emit copies,combined,samples -q -o out
run 0 "$dqc_merge" a.json b.csv --weight fidelity --samples out --format text
prints '00	80.'
run 0 "$dqc_merge" a.json b.csv --samples out/samples.json --device "$devices/grid_12.json" --format text
check "correction takes from what is rare" awk '$1 == "01" && $2 > 0 && $2 < 10 { ok = 1 } END { exit !ok }' .out
check "the total stays" awk '{ s += $2 } END { exit !(s > 199.999 && s < 200.001) }' .out
printf '{"00 11": 50, "11 00": 50}\n' >both.json
run 0 "$dqc_merge" both.json --copies 2 --samples out --device "$devices/grid_12.json" --format csv
check "copies of one program" awk -F, 'NR > 1 { s += $2 } END { exit !(s > 199.999 && s < 200.001) }' .out

# One bit by hand: reads 0 as 1 with 0.1, 1 as 0 with 0.2; ideal 700 and 300 are read as 690 and 310.
printf '{"qubits": [{"readout_error": 0}, {"readout_error": 0.15, "p_meas1_prep0": 0.1, "p_meas0_prep1": 0.2}], "couplers": []}' >dev.json
printf '{"0": 690, "1": 310}' >one.json
run 0 "$dqc_merge" one.json --device dev.json --qubits 1 --format text
check "the two directions apart" test "$(cat .out)" = "$(printf '0\t700\n1\t300')"

# What is refused; the output stays.
printf 'before\n' >kept
printf '{"00": 1,\n "0x": 2}' >bad.json
run 1 "$dqc_merge" a.json bad.json -o kept
says 'bad.json:2:3: error: '
says ' "0x": 2}'
printf '{"00": 1,\n "011": 2}' >bad.json
run 1 "$dqc_merge" bad.json -o kept
says 'bad.json:2:3: error: the outcome has 3 bits, but the first one, on line 1, has 2'
printf '001\n' >three.txt
run 1 "$dqc_merge" a.json three.txt -o kept
says "three.txt: outcomes are like '000', but in a.json like '00'"
run 1 "$dqc_merge" a.json --copies 4 -o kept
says "a.json: outcomes like '00' do not hold 4 copies"
run 1 "$dqc_merge" a.json --weight fidelity --samples out -o kept
says "has 2 copies, but there are counts of 1"
run 1 "$dqc_merge" three.txt three.txt --samples out --device "$devices/grid_12.json" -o kept
says "outcomes have 3 bits, but the program has 2"
run 1 "$dqc_merge" a.json b.csv --samples out --device "$devices/lab_7.json" -o kept
says "another number of qubits"
sed 's/"fidelity": 0/"fidelity": 7/' out/samples.json >out/seven.json
run 1 "$dqc_merge" a.json b.csv --weight fidelity --samples out/seven.json -o kept
says "copies[0].fidelity: expected a number from 0 to 1"
run 1 "$dqc_merge" one.json --device dev.json --qubits 2 -o kept
says "there is no qubit 2"
printf '0000000000000000000000000\n' >wide.txt
run 3 "$dqc_merge" wide.txt --device dev.json -o kept \
  --qubits 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1
says "readout correction over 25 bits"
run 74 "$dqc_merge" none.json -o kept
run 2 "$dqc_merge" a.json --weight fidelity -o kept
says "needs --samples"
run 2 "$dqc_merge" a.json --device dev.json -o kept
says "--device needs --samples or --qubits"
run 2 "$dqc_merge" a.json --qubits 1 -o kept
run 2 "$dqc_merge" a.json --samples out -o kept
run 2 "$dqc_merge" - - -o kept
says "standard input can be read once only"
run 2 "$dqc_merge" a.json --weight median -o kept
run 2 "$dqc_merge" a.json --wieght sum -o kept
says "did you mean '--weight'?"
check "untouched" test "$(cat kept)" = before
finish
