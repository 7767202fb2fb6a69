#!/usr/bin/env python3
"""Writes an edition of Headgate's price catalog from the data of the PyPI package genai-prices.

    pip download genai-prices==0.2.3 --no-deps && unzip genai_prices-0.2.3-*.whl -d package
    python3 edition.py package 0.2.3 2026-11-21 > ../main/resources/dev/headgate/providers/catalog/2026-11-21.json

Only the package's three data modules are read, as expressions; none of its code runs.
"""

import ast
import json
import sys
from decimal import Decimal
from pathlib import Path


def value(node):
    """A data module's expression as plain values: a call becomes a dict of its arguments."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        if name == "Decimal":
            return Decimal(node.args[0].value)
        if name in ("date", "time"):
            arguments = [value(argument) for argument in node.args]
            return "%04d-%02d-%02d" % tuple(arguments) if name == "date" else "%02d:%02d" % tuple((arguments + [0])[:2])
        return {"": name} | {keyword.arg: value(keyword.value) for keyword in node.keywords if keyword.arg}
    if isinstance(node, ast.List):
        return [value(item) for item in node.elts]
    if isinstance(node, ast.Dict):
        return {value(key): value(item) for key, item in zip(node.keys, node.values)}
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return value(node.left) + value(node.right)
    return ast.literal_eval(node)


def assigned(module, name):
    for statement in ast.parse(module.read_text(encoding="utf-8")).body:
        target = getattr(statement, "target", None) or getattr(statement, "targets", [None])[0]
        if getattr(target, "id", None) == name and statement.value is not None:
            return value(statement.value)
    raise SystemExit(f"{module} does not assign {name}")


def matcher(clause):
    if clause is None:
        return None
    return {
        key.rstrip("_"): [matcher(part) for part in argument] if isinstance(argument, list) else argument
        for key, argument in clause.items()
        if key
    }


def path(steps):
    steps = steps if isinstance(steps, list) else [steps]
    return [step if isinstance(step, str) else {"where": step["field"], "is": step["match"]["equals"]} for step in steps]


def number(price):
    return format(price.normalize(), "f")


def rates(prices):
    result = {}
    for key, price in prices.items():
        if key and price is not None:
            result[key] = (
                {"base": number(price["base"]), "above": [[tier["start"], number(tier["price"])] for tier in price["tiers"]]}
                if isinstance(price, dict)
                else number(price)
            )
    return result


def constrained(entry, constraint):
    if constraint is None:
        return entry
    if "start_date" in constraint:
        return entry | {"from": constraint["start_date"]}
    return entry | {"daily": [constraint["start_time"], constraint["end_time"]]}


def without_empty(mapping):
    return {key: item for key, item in mapping.items() if item not in (None, [], {})}


def model(source):
    prices = source.get("prices", [])
    entries = (
        [constrained({"rates": rates(entry["prices"])}, entry.get("constraint")) for entry in prices]
        if isinstance(prices, list)
        else [{"rates": rates(prices)}]
    )
    variants = [
        constrained({"when": variant["when"], "rates": rates(variant["prices"])}, variant.get("constraint"))
        for variant in source.get("price_variants") or []
    ]
    return without_empty(
        {
            "id": source["id"],
            "match": matcher(source["match"]),
            "context": source.get("context_window"),
            "prices": entries,
            "variants": variants,
        }
    )


def extractor(source):
    return {
        "flavor": source.get("api_flavor", "default"),
        "model": path(source.get("model_path", "model")),
        "root": path(source["root"]),
        "fields": [
            {"path": path(field["path"]), "to": field["dest"]} | ({"required": True} if field.get("required", True) else {})
            for field in source["mappings"]
        ],
    }


def provider(source):
    return without_empty(
        {
            "id": source["id"],
            "name": source["name"],
            "api": source["api_pattern"],
            "pages": source.get("pricing_urls"),
            "match": matcher(source.get("provider_match")),
            "fallback": source.get("fallback_model_providers"),
            "extractors": [extractor(item) for item in source.get("extractors") or []],
        }
    ), [model(item) for item in source.get("models", [])]


def compact(item):
    return json.dumps(item, ensure_ascii=False, separators=(",", ":"))


def main(folder, version, date):
    package = Path(folder) / "genai_prices"
    units = {
        name: {"price": unit.get("price_key", name), "per": unit["per"], "is": unit.get("dimensions", {})}
        for name, unit in assigned(package / "data_units.py", "unit_data").items()
    }
    lines = [
        '{"edition":%s' % compact(date),
        ',"source":%s' % compact(f"genai-prices {version}, https://github.com/pydantic/genai-prices"),
        ',"licence":"MIT, Copyright (c) Pydantic Services Inc. 2025 to present"',
        ',"units":{' + ",\n".join(f"{compact(name)}:{compact(unit)}" for name, unit in units.items()) + "}",
        ',"providers":[',
    ]
    blocks = []
    for source in assigned(package / "data.py", "providers"):
        head, models = provider(source)
        blocks.append(compact(head)[:-1] + ',"models":[\n' + ",\n".join(compact(item) for item in models) + "]}")
    print("\n".join(lines) + "\n" + ",\n".join(blocks) + "]}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
