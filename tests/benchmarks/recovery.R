# Factor correlations of every sample in a folder, by WLSMV: Rscript recovery.R FOLDER
suppressPackageStartupMessages(library(lavaan))
folder <- commandArgs(trailingOnly = TRUE)[1]
rows <- lapply(sort(list.files(folder, "^sample.*csv$", full.names = TRUE)), function(file) {
  x <- read.csv(file)
  factors <- split(names(x), sub("_.*", "", names(x)))
  model <- paste(names(factors), "=~", vapply(factors, paste, "", collapse = " + "), collapse = "\n")
  fit <- suppressWarnings(cfa(model, x, ordered = names(x), std.lv = TRUE, estimator = "WLSMV"))
  found <- standardizedSolution(fit)
  found <- found[found$op == "~~" & found$lhs != found$rhs & found$lhs %in% names(factors), ]
  data.frame(file = basename(file), estimate = found$est.std, low = found$ci.lower, high = found$ci.upper)
})
write.csv(do.call(rbind, rows), file.path(folder, "found.csv"), row.names = FALSE)
