# Statistics of the table in a folder, by other people's packages, as JSON: Rscript statistics.R FOLDER
suppressPackageStartupMessages({
  library(jsonlite)
  library(psych)
  library(lavaan)
})
folder <- commandArgs(trailingOnly = TRUE)[1]
table <- read.csv(file.path(folder, "table.csv"), check.names = FALSE)
plan <- read_json(file.path(folder, "plan.json"), simplifyVector = TRUE)
quiet <- function(code) suppressWarnings(suppressMessages(code))

first <- table[table$occasion == 1, ]
items <- first[, plan$items]
found <- list()

a <- quiet(alpha(items, check.keys = FALSE, warnings = FALSE))
found$alpha <- a$total$raw_alpha
found$standardised <- a$total$std.alpha
found$lambda6 <- a$total[["G6(smc)"]]
feldt <- quiet(alpha.ci(a$total$raw_alpha, n.obs = plan$n, n.var = length(plan$items), digits = 12))
found$feldt <- unname(unlist(feldt[c("lower.ci", "upper.ci")]))
loadings <- quiet(fa(cor(items, use = "pairwise"), 1, fm = "minres"))$loadings
found$omega <- sum(loadings)^2 / (sum(loadings)^2 + sum(1 - loadings^2))
found$eigenvalues <- eigen(cor(items, use = "pairwise"))$values
found$icc <- quiet(ICC(as.matrix(plan$ratings), lmer = FALSE))$results$ICC

k <- length(plan$items)
rho <- diag(k)
for (i in seq_len(k - 1)) for (j in (i + 1):k) {
  rho[i, j] <- rho[j, i] <- quiet(polycor::polychor(items[[i]], items[[j]], ML = FALSE))
}
found$polychoric <- rho

m <- quiet(multilevel.reliability(
  plan$whole, grp = "who", Time = "occasion", items = plan$items, lme = FALSE, lmer = FALSE, aov = TRUE
))
found$occasions <- c(m$RkF, m$R1R, m$RkR, m$Rc)

couples <- data.frame(x = plan$first, y = plan$second)
model <- "x ~~ v*x; y ~~ v*y; x ~~ y; x ~ m*1; y ~ m*1"
found$chi_square <- unname(fitMeasures(lavaan(model, couples), "chisq"))
found$pearson <- c(cor(couples$x, couples$y), cor.test(couples$x, couples$y)$conf.int)
found$pairwise <- cor(c(couples$x, couples$y), c(couples$y, couples$x))

set.seed(1)
rows <- split(seq_len(nrow(first)), first$couple)
draws <- replicate(2000, {
  x <- items[unlist(rows[sample.int(length(rows), replace = TRUE)]), ]
  s <- cov(x, use = "pairwise")
  k / (k - 1) * (1 - sum(diag(s)) / sum(s))
})
found$bootstrap <- unname(quantile(draws, c(0.025, 0.975)))

# A change against what was to be expected, a true score, and what measurement alone moves a slope by.
pair <- data.frame(x = plan$first, y = plan$second)
r <- cor(pair$x, pair$y)
even <- data.frame(x = scale(pair$x)[, 1], y = scale(pair$y)[, 1])
line <- lm(y ~ x, even)
found$regression <- list(
  r = r, expected = unname(predict(line, data.frame(x = 1.5))),
  error = sqrt(sum(residuals(line)^2) / (nrow(even) - 1))
)
both <- matrix(c(1, r, r, r), 2) # observed and true score, of a reliability r
found$true_score <- list(slope = both[1, 2] / both[1, 1], error = sqrt(both[2, 2] - both[1, 2]^2 / both[1, 1]))
weeks <- c(0, 1, 2, 5, 9)
design <- cbind(1, weeks)
found$slope_error <- sqrt(solve(crossprod(design))[2, 2])

percent <- 100 * rowMeans(items) / 4
percent <- percent[!is.na(percent)]
found$norm <- list(mean = mean(percent), sd = sd(percent), t = 50 + 10 * scale(percent)[1:5, 1])
found$rank <- vapply(percent[1:5], function(x) 100 * (mean(percent < x) + mean(percent == x) / 2), 0)

found$corners <- apply(plan$corners, 1, function(x) mnormt::pmnorm(x[1:2], varcov = matrix(c(1, x[3], x[3], 1), 2)))
found$shares <- lapply(items, function(x) as.numeric(prop.table(table(factor(x, 0:4)))))
write_json(found, file.path(folder, "found.json"), digits = NA, auto_unbox = TRUE)
