"""Prints the checks of a Rego file that fire on a YAML file: python rego.py CHECKS.rego FILE.yaml"""

import json
import sys
from pathlib import Path

import regorus
import yaml

engine = regorus.Engine()
engine.add_policy_from_file(sys.argv[1])
engine.set_input_json(json.dumps(yaml.load(Path(sys.argv[2]).read_bytes(), yaml.CSafeLoader), default=str))
fired = sorted(engine.eval_rule("data.checks.fires"))
print("\n".join(fired))
sys.exit(bool(fired))
