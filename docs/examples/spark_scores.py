"""Score many Parquet files on Spark: spark-submit spark_scores.py ANSWERS SCORES."""

import sys

from pyspark.sql import SparkSession

import intimacy_kit as ik
from intimacy_kit.tables import TableLayout, score_frame


def score_files(spark, answers, scores):
    """Score a folder of Parquet files, a row for each check-in, into another folder."""
    key = ik.ScoringKey.from_form(ik.load(), "standard")
    table = spark.read.parquet(answers)
    names = {name.replace("__", "."): name for name in table.columns if "__" in name}  # Spark reads a dot as a step
    score_frame(table, key, layout=TableLayout(columns=names, ids=["person"])).write.parquet(scores)


if __name__ == "__main__":
    # One method for all of a form's sums is more than Java's compiler takes, and would be interpreted, row by row.
    session = SparkSession.builder.config("spark.sql.codegen.wholeStage", "false").getOrCreate()
    score_files(session, *sys.argv[1:])
