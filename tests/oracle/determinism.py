"""The same command gives the same bytes: a second time, in another folder, and with two threads.

    determinism.py --dqcc PATH CIRCUIT..."""
import argparse
import pathlib
import sys
import tempfile

from compilation import compile_circuits

ON_DEVICES = pathlib.Path(__file__).parents[2] / "testdata" / "networks" / "two_labs.json"
SETTINGS = [["-O1"], ["-O2", "--network", "line:3,comm=4", "--seed", "7"], ["-O3", "--network", "grid:2x2,comm=4"],
            ["-O1", "--network", ON_DEVICES]]


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dqcc", required=True)
    parser.add_argument("circuits", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    files = differences = 0
    for setting in SETTINGS:
        with tempfile.TemporaryDirectory() as name:
            runs = []
            for i, threads in enumerate((1, 1, 2)):
                out = pathlib.Path(name) / f"run{i}"
                compile_circuits(options.dqcc, options.circuits, out, [*setting, "--threads", threads])
                runs.append(contents(out))
            files += len(runs[0])
            for what, run in (("a second time", runs[1]), ("with two threads", runs[2])):
                for path in sorted(runs[0].keys() | run.keys()):
                    if runs[0].get(path) != run.get(path):
                        differences += 1
                        print(f"{' '.join(map(str, setting))}: {path} differs {what}")
    print(f"{files} files written three times, {differences} differences")
    sys.exit(bool(differences) or files == 0)


if __name__ == "__main__":
    main()
