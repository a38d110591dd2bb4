#!/usr/bin/env Rscript
# The analysis that the preregistration describes: Rscript analysis.R [FOLDER]
# It reads codebook.csv, pilot.json and data.csv, and writes tables into results/ and report.md.
# With truth.json beside them (a simulated pilot) it also checks that the truth is recovered, and ends with
# status 1 where it is not. Needs R 4.2 or later with GPArotation, jsonlite, lavaan, MASS and psych, which Debian and
# Ubuntu have: apt-get install r-base-core r-cran-{gparotation,jsonlite,lavaan,mass,psych}

packages <- c("GPArotation", "jsonlite", "lavaan", "MASS", "psych")
absent <- packages[!vapply(packages, requireNamespace, logical(1), quietly = TRUE)]
if (length(absent)) {
  stop("these R packages are not installed: ", paste(absent, collapse = ", "), call. = FALSE)
}

script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
named <- commandArgs(trailingOnly = TRUE)
folder <- if (length(named)) named[1] else if (length(script)) dirname(script) else "."
place <- function(...) file.path(folder, ...)
dir.create(place("results"), showWarnings = FALSE)

RULES <- list(gaps = 0.15, one_option = 0.80, item_rest = 0.30, loading = 0.40, cross = 0.30, dif = 0.02, cfi = 0.01)
DRAWS <- 200L # bootstrap samples of couples
plan <- jsonlite::read_json(place("pilot.json"))
set.seed(plan$r_seed)

# Data -------------------------------------------------------------------------------------------------------------

codebook <- read.csv(place("codebook.csv"), colClasses = "character", na.strings = "", encoding = "UTF-8")
data <- read.csv(place("data.csv"), colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8")
codebook <- codebook[codebook$role %in% c("scored", "felt"), ]
rownames(codebook) <- codebook$item

pairs_of <- function(text) { # "1=4|2=3" as a vector by name
  if (is.na(text)) return(character(0))
  parts <- strsplit(strsplit(text, "|", fixed = TRUE)[[1]], "=", fixed = TRUE)
  setNames(vapply(parts, `[`, "", 2), vapply(parts, `[`, "", 1))
}

GAPS <- c("left-blank", "prefer-not-to-say", "did-not-come-up", "does-not-apply", "not-shown", "not-asked")
version <- if ("version" %in% names(data)) data$version else NA

# What the answers count, and why there is none. A range counts as it stands, reversed where it is keyed so.
read_item <- function(id) {
  item <- codebook[id, ]
  name <- if (item$column %in% names(data)) item$column else id
  cells <- if (name %in% names(data)) data[[name]] else rep("not-asked", nrow(data))
  keyed <- pairs_of(item$keyed)
  codes <- pairs_of(item$codes)
  value <- if (length(keyed)) {
    as.numeric(keyed[cells])
  } else {
    number <- suppressWarnings(as.numeric(cells))
    number[!is.na(number) & (number < as.numeric(item$low) | number > as.numeric(item$high))] <- NA
    if (item$keying == "reverse") as.numeric(item$low) + as.numeric(item$high) - number else number
  }
  gap <- ifelse(!is.na(value), NA, ifelse(is.na(cells), "left-blank", codes[cells]))
  gap[is.na(value) & is.na(cells) & version %in% strsplit(paste(item$left_out_in), " ")[[1]]] <- "not-asked"
  own <- is.na(value) & is.na(gap) & cells %in% GAPS
  gap[own] <- cells[own]
  strange <- sum(is.na(value) & is.na(gap))
  if (strange) stop(strange, " cells of ", name, " are neither answers nor missing codes", call. = FALSE)
  list(value = value, gap = gap)
}
read <- lapply(setNames(codebook$item, codebook$item), read_item)
keyed <- as.data.frame(lapply(read, `[[`, "value"), check.names = FALSE)
gaps <- as.data.frame(lapply(read, `[[`, "gap"), check.names = FALSE)

column <- function(name, otherwise) if (name %in% names(data)) data[[name]] else rep(otherwise, nrow(data))
people <- data.frame(
  couple = column("couple", NA), partner = column("partner", "a"), living = column("living", "all"),
  locale = column("locale", "all"), occasion = as.integer(column("occasion", "1")),
  perspective = column("perspective", "self"), wave = column("wave", "1")
)
if (anyNA(people$couple)) stop("data.csv needs a column 'couple' that has a value in every row", call. = FALSE)
couples <- unique(people$couple)
first <- people$occasion == min(people$occasion) & people$perspective == "self"
waves <- sort(unique(people$wave)) # explore in the first wave, and confirm in the last one
exploring <- first & people$wave == waves[1]
confirming <- first & people$wave == waves[length(waves)]

scored <- codebook[codebook$role == "scored", ]
pillars <- split(scored$item, factor(scored$pillar, unique(scored$pillar)))
model <- setNames(scored$model, scored$pillar)[names(pillars)]
is_ordinal <- function(id) !is.na(codebook[id, "keyed"]) && length(unique(pairs_of(codebook[id, "keyed"]))) <= 10
reflective <- Filter(function(ids) length(ids) >= 3, lapply(pillars[model == "reflective"], Filter, f = is_ordinal))
syntactic <- setNames(paste0("i", seq_along(codebook$item)), codebook$item) # names that lavaan can read

save_table <- function(table, name) write.csv(table, place("results", paste0(name, ".csv")), row.names = FALSE)
bind <- function(rows) do.call(rbind, Filter(Negate(is.null), as.list(rows))) # NULL without any
quiet <- function(code) suppressWarnings(suppressMessages(code))
attempt <- function(code) tryCatch(quiet(code), error = function(e) NULL)

# Use of the options, by group ---------------------------------------------------------------------------------------

use_of <- function(id, group, inside) {
  value <- keyed[inside, id]
  gap <- gaps[inside, id]
  asked <- !(gap %in% c("not-asked", "not-shown", "does-not-apply"))
  given <- value[!is.na(value)]
  share <- function(what) sum(gap[asked] %in% what) / max(1, sum(asked))
  top <- if (length(given)) max(table(given)) / length(given) else NA
  data.frame(
    item = id, group = group, asked = sum(asked), answered = length(given),
    mean = mean(given), sd = sd(given),
    floor = mean(given == min(keyed[[id]], na.rm = TRUE)), ceiling = mean(given == max(keyed[[id]], na.rm = TRUE)),
    commonest = top, did_not_come_up = share("did-not-come-up"), prefer_not_to_say = share("prefer-not-to-say"),
    left_blank = share("left-blank")
  )
}
groups <- list(all = first)
for (by in c("living", "locale")) {
  for (value in sort(unique(people[[by]]))) groups[[paste0(by, ":", value)]] <- first & people[[by]] == value
}
options_used <- bind(lapply(codebook$item, function(id) {
  bind(lapply(names(groups), function(name) use_of(id, name, groups[[name]])))
}))
save_table(options_used, "options")

# Reliability, with intervals by whole couples -------------------------------------------------------------------------

covariance <- function(x) suppressWarnings(cov(x, use = "pairwise.complete.obs"))
alpha_of <- function(x) {
  s <- covariance(x)
  ncol(s) / (ncol(s) - 1) * (1 - sum(diag(s)) / sum(s))
}
omega_of <- function(x) {
  r <- suppressWarnings(cor(x, use = "pairwise.complete.obs"))
  if (anyNA(r)) return(NA)
  fit <- attempt(psych::fac(r, nfactors = 1, rotate = "none"))
  if (is.null(fit)) return(NA)
  loadings <- fit$loadings
  sum(loadings)^2 / (sum(loadings)^2 + sum(1 - rowSums(unclass(loadings)^2)))
}
rows_by_couple <- function(inside) split(which(inside), people$couple[inside])
interval <- function(f, inside, draws = DRAWS) { # percentiles over couples that are drawn again with all their rows
  rows <- rows_by_couple(inside)
  found <- replicate(draws, f(unlist(rows[sample.int(length(rows), replace = TRUE)], use.names = FALSE)))
  quantile(found, c(0.025, 0.975), na.rm = TRUE, names = FALSE)
}
item_rest <- function(ids, id, rows) {
  s <- covariance(keyed[rows, ids])
  shared <- sum(s[id, ]) - s[id, id]
  rest <- sum(s) - 2 * shared - s[id, id]
  if (rest > 0 && s[id, id] > 0) shared / sqrt(s[id, id] * rest) else NA
}
consistent <- function(name) {
  ids <- pillars[[name]]
  if (model[[name]] != "reflective" || length(ids) < 2) return(NULL)
  alpha <- interval(function(rows) alpha_of(keyed[rows, ids]), first)
  omega <- if (length(ids) > 2) interval(function(rows) omega_of(keyed[rows, ids]), first, DRAWS / 2L) else c(NA, NA)
  data.frame(
    pillar = name, people = sum(first), couples = length(unique(people$couple[first])), items = length(ids),
    alpha = alpha_of(keyed[first, ids]), alpha_low = alpha[1], alpha_high = alpha[2],
    omega = if (length(ids) > 2) omega_of(keyed[first, ids]) else NA, omega_low = omega[1], omega_high = omega[2]
  )
}
reliability <- bind(lapply(names(pillars), consistent))
save_table(reliability, "reliability")
rest <- bind(lapply(names(pillars)[model == "reflective"], function(name) {
  ids <- pillars[[name]]
  if (length(ids) < 3) return(NULL)
  data.frame(item = ids, pillar = name, item_rest = vapply(ids, function(id) item_rest(ids, id, which(first)), 0))
}))
save_table(rest, "item_rest")

# Two partners, and two occasions: sums of covariances between them, so that blocks that were left out do not matter --

alike <- function(ids, one, other) {
  x <- rbind(keyed[one, ids], keyed[other, ids])
  y <- rbind(keyed[other, ids], keyed[one, ids])
  across <- suppressWarnings(cov(x, y, use = "pairwise.complete.obs"))
  sum(across) / sum(covariance(x))
}
matched <- function(a, b) { # the rows of two sets that belong together
  key <- function(rows, by) do.call(paste, people[rows, by, drop = FALSE])
  by <- if (any(people$partner[a] != people$partner[a][1])) c("couple", "partner") else "couple"
  shared <- intersect(key(a, by), key(b, by))
  list(a[match(shared, key(a, by))], b[match(shared, key(b, by))])
}
with_interval <- function(name, sets) {
  if (length(sets[[1]]) < 10) return(NULL)
  ids <- pillars[[name]]
  estimate <- alike(ids, sets[[1]], sets[[2]])
  whose <- split(seq_along(sets[[1]]), people$couple[sets[[1]]])
  drawn <- replicate(DRAWS, {
    rows <- unlist(whose[sample.int(length(whose), replace = TRUE)], use.names = FALSE)
    alike(ids, sets[[1]][rows], sets[[2]][rows])
  })
  ends <- quantile(drawn, c(0.025, 0.975), na.rm = TRUE, names = FALSE)
  data.frame(pillar = name, pairs = length(sets[[1]]), estimate = estimate, low = ends[1], high = ends[2])
}
who <- sort(unique(people$partner))
within_couples <- if (length(who) == 2) {
  sets <- matched(which(first & people$partner == who[1]), which(first & people$partner == who[2]))
  bind(lapply(names(pillars), with_interval, sets = sets))
}
times <- sort(unique(people$occasion))
own <- people$perspective == "self"
retest <- if (length(times) > 1) {
  sets <- matched(which(own & people$occasion == times[1]), which(own & people$occasion == times[2]))
  bind(lapply(names(pillars), with_interval, sets = sets))
}
if (!is.null(within_couples)) save_table(within_couples, "within_couples")
if (!is.null(retest)) save_table(retest, "retest")

# Factors -------------------------------------------------------------------------------------------------------------

# Answers as ranks from 1; options that fewer than `least` people of a group chose are joined to their neighbours.
ranked <- function(id, rows, group = rep(1, length(rows)), least = 3) {
  x <- match(keyed[rows, id], sort(unique(keyed[[id]])))
  repeat {
    counts <- table(x, group)
    if (nrow(counts) < 3 || all(counts >= least)) break
    rare <- which.min(apply(counts, 1, min))
    levels <- as.integer(rownames(counts))
    into <- if (rare == 1) levels[2] else levels[rare - 1]
    x[x == levels[rare]] <- into
  }
  match(x, sort(unique(x)))
}
frame_of <- function(ids, rows, ...) {
  found <- as.data.frame(lapply(ids, ranked, rows = rows, ...))
  setNames(found, syntactic[ids])
}
all_items <- unlist(reflective, use.names = FALSE)
efa <- NULL
if (length(reflective) > 1) {
  explored <- frame_of(all_items, which(exploring))
  chance <- quiet(psych::fa.parallel(explored, fa = "pc", n.iter = 20, plot = FALSE, quant = 0.95))
  r <- attempt(psych::cor.smooth(psych::polychoric(explored, correct = 0, smooth = FALSE)$rho))
  if (!is.null(r)) {
    fit <- attempt(psych::fa(r, nfactors = length(reflective), n.obs = sum(exploring), rotate = "oblimin"))
    loadings <- unclass(fit$loadings)
    home <- rep(names(reflective), lengths(reflective))
    owner <- apply(loadings, 2, function(column) names(which.max(tapply(column^2, home, sum))))
    best <- apply(abs(loadings), 1, which.max)
    others <- vapply(seq_along(best), function(i) max(c(0, abs(loadings[i, -best[i]]))), 0)
    efa <- data.frame(
      item = all_items, pillar = home, factor_of = unname(owner[best]),
      loading = loadings[cbind(seq_along(best), best)], largest_cross = others
    )
    save_table(efa, "efa")
  }
}

# lavaan has no ordinal model for clusters. Estimates are those of everybody, which couples do not bias; standard
# errors and chi-square would be too small for couples, so fit is judged on one partner drawn from each couple.
one_each <- function(inside) vapply(rows_by_couple(inside), function(rows) rows[sample.int(length(rows), 1)], 0L)
syntax <- function(sets) {
  paste(names(sets), "=~", vapply(sets, function(ids) paste(syntactic[ids], collapse = " + "), ""), collapse = "\n")
}
named_sets <- setNames(reflective, sprintf("f%d", seq_along(reflective)))
ordinal <- function(sets, frame, ...) {
  attempt(lavaan::cfa(
    syntax(sets), frame, ordered = setdiff(names(frame), "group"), std.lv = TRUE, estimator = "WLSMV",
    missing = "pairwise", ...
  ))
}
fit_of <- function(fit) {
  if (is.null(fit) || !lavaan::lavInspect(fit, "converged")) return(rep(NA_real_, 4))
  m <- lavaan::fitMeasures(fit, c("cfi.scaled", "tli.scaled", "rmsea.scaled", "srmr"))
  unname(as.numeric(m))
}
whole <- if (length(reflective) > 1) ordinal(named_sets, frame_of(all_items, which(confirming)))
correlations <- NULL
if (!is.null(whole)) {
  phi <- lavaan::lavInspect(whole, "cor.lv")
  where <- which(upper.tri(phi), arr.ind = TRUE)
  correlations <- data.frame(
    one = names(reflective)[where[, 1]], other = names(reflective)[where[, 2]], correlation = phi[where]
  )
  save_table(correlations, "factor_correlations")
}

graded <- list()
fits <- list()
for (name in names(reflective)) {
  ids <- reflective[[name]]
  sets <- list(f = ids)
  fit <- ordinal(sets, frame_of(ids, which(confirming)))
  m <- fit_of(ordinal(sets, frame_of(ids, one_each(confirming))))
  fits[[name]] <- data.frame(pillar = name, cfi = m[1], tli = m[2], rmsea = m[3], srmr = m[4])
  if (is.null(fit)) next
  # The graded response model in its normal form is this model: a = l / sqrt(1 - l^2), b = threshold / l; with
  # 1.702 it is on the logistic scale (Takane and de Leeuw, 1987).
  estimates <- lavaan::standardizedSolution(fit, se = FALSE)
  for (id in ids) {
    l <- estimates$est.std[estimates$op == "=~" & estimates$rhs == syntactic[[id]]]
    t <- estimates$est.std[estimates$op == "|" & estimates$lhs == syntactic[[id]]]
    graded[[id]] <- data.frame(
      item = id, pillar = name, loading = l, discrimination = 1.702 * l / sqrt(1 - l^2),
      thresholds = paste(round(t, 3), collapse = "|"), difficulties = paste(round(t / l, 3), collapse = "|")
    )
  }
}
graded <- bind(graded)
fits <- bind(fits)
if (!is.null(graded)) save_table(graded, "graded")
if (!is.null(fits)) save_table(fits, "fit")

# Invariance ------------------------------------------------------------------------------------------------------------
# Groups of the same people would not be independent, so each couple counts in one perspective and on one occasion.

halves <- setNames(sample(rep(c(TRUE, FALSE), length.out = length(couples))), couples)
in_half <- unname(halves[as.character(people$couple)])
comparisons <- list(
  living = list(rows = which(confirming), group = people$living),
  language = list(rows = which(confirming), group = people$locale),
  perspective = list(
    rows = which(people$occasion == times[1] & ((people$perspective == "self") == in_half)), group = people$perspective
  ),
  occasion = list(
    rows = which(own & people$occasion %in% times[1:min(2, length(times))] &
      ((people$occasion == times[1]) == in_half)), group = people$occasion
  )
)
invariant <- function(what, name) {
  rows <- comparisons[[what]]$rows
  group <- as.character(comparisons[[what]]$group[rows])
  if (length(unique(group)) < 2 || min(table(group)) < 60) return(NULL)
  ids <- reflective[[name]]
  frame <- cbind(frame_of(ids, rows, group = group), group = group)
  sets <- list(f = ids)
  free <- ordinal(sets, frame, group = "group")
  equal <- ordinal(sets, frame, group = "group", group.equal = c("thresholds", "loadings"))
  a <- fit_of(free)
  b <- fit_of(equal)
  data.frame(
    over = what, pillar = name, smallest_group = min(table(group)), cfi_free = a[1], cfi_equal = b[1],
    cfi_lost = a[1] - b[1], rmsea_free = a[3], rmsea_equal = b[3], flagged = (a[1] - b[1]) > RULES$cfi
  )
}
invariance <- bind(unlist(lapply(names(comparisons), function(what) {
  lapply(names(reflective), function(name) invariant(what, name))
}), recursive = FALSE))
if (!is.null(invariance)) save_table(invariance, "invariance")

# Items that mean something else to a group: ordinal logistic regression on the rest of the scale ---------------------

nagelkerke <- function(fit, null, n) {
  r2 <- 1 - exp((deviance(fit) - deviance(null)) / n)
  r2 / (1 - exp(-deviance(null) / n))
}
dif_of <- function(by, name, id) {
  ids <- reflective[[name]]
  rows <- which(first)
  centred <- scale(keyed[rows, setdiff(ids, id)])
  rest <- rowMeans(centred, na.rm = TRUE)
  g <- factor(people[[by]][rows])
  y <- factor(ranked(id, rows))
  use <- !is.na(y) & !is.na(rest)
  if (nlevels(droplevels(g[use])) < 2 || nlevels(droplevels(y[use])) < 3) return(NULL)
  frame <- data.frame(y = droplevels(y[use]), rest = rest[use], g = droplevels(g[use]))
  fits <- attempt(list(
    null = MASS::polr(y ~ 1, frame), base = MASS::polr(y ~ rest, frame), both = MASS::polr(y ~ rest * g, frame)
  ))
  if (is.null(fits)) return(NULL)
  n <- nrow(frame)
  change <- nagelkerke(fits$both, fits$null, n) - nagelkerke(fits$base, fits$null, n)
  more <- length(coef(fits$both)) - length(coef(fits$base))
  p <- pchisq(deviance(fits$base) - deviance(fits$both), more, lower.tail = FALSE)
  data.frame(by = by, item = id, pillar = name, n = n, r2_change = change, p = p)
}
dif <- bind(unlist(lapply(c("living", "locale"), function(by) {
  unlist(lapply(names(reflective), function(name) {
    lapply(reflective[[name]], function(id) dif_of(by, name, id))
  }), recursive = FALSE)
}), recursive = FALSE))
if (!is.null(dif)) {
  dif$p_adjusted <- p.adjust(dif$p, "BH") # too small where partners are alike: the effect decides, not p alone
  dif$flagged <- dif$r2_change > RULES$dif & dif$p_adjusted < 0.05
  save_table(dif, "dif")
}

# A verdict on each item, by the rules that were fixed beforehand -------------------------------------------------------

by_item <- function(table, id, name) if (is.null(table)) NA else table[[name]][match(id, table$item)]
verdicts <- bind(lapply(scored$item, function(id) {
  used <- options_used[options_used$item == id, ]
  why <- c(
    if (any(used$did_not_come_up > RULES$gaps)) "did not come up too often",
    if (isTRUE(used$commonest[used$group == "all"] > RULES$one_option)) "one option has nearly all answers",
    if (isTRUE(by_item(rest, id, "item_rest") < RULES$item_rest)) "little in common with the rest",
    if (isTRUE(by_item(graded, id, "loading") < RULES$loading)) "low loading",
    if (isTRUE(by_item(efa, id, "largest_cross") > RULES$cross)) "loads on another factor",
    if (!is.null(dif) && any(dif$flagged[dif$item == id])) "means something else to a group"
  )
  data.frame(item = id, pillar = codebook[id, "pillar"], verdict = if (length(why)) paste(why, collapse = "; ") else "keep")
}))
save_table(verdicts, "verdicts")

# Against the truth ---------------------------------------------------------------------------------------------------------

checks <- NULL
if (file.exists(place("truth.json"))) {
  truth <- jsonlite::read_json(place("truth.json"), simplifyVector = TRUE)
  items <- truth$items
  rownames(items) <- items$id
  room <- max(1, sqrt(300 / length(couples))) # the bounds are those of 300 couples
  check <- function(what, value, bound, high = TRUE) {
    if (!length(value) || is.na(value)) return(NULL) # not to be computed of this form
    data.frame(check = what, value = value, bound = bound, met = if (high) value <= bound else value >= bound)
  }
  worst <- function(estimate, true) {
    off <- abs(estimate - true)
    if (any(!is.na(off))) max(off, na.rm = TRUE) else NA
  }
  by_pillar <- function(values, pillars) { # some pillars have no known value, such as those of sliders
    known <- unlist(values)
    if (is.null(known)) rep(NA_real_, length(pillars)) else unname(known[pillars])
  }
  thresholds <- function(text) as.numeric(strsplit(text, "|", fixed = TRUE)[[1]])
  off <- unlist(lapply(graded$item, function(id) {
    found <- thresholds(graded$thresholds[graded$item == id])
    true <- unlist(items[id, "thresholds"])
    if (length(found) == length(true) && items[id, "shift_apart"] == 0) abs(found - true)
  }))
  shifted <- items$id[items$shift_apart != 0]
  flagged <- if (is.null(dif)) character(0) else unique(dif$item[dif$flagged & dif$by == "living"])
  strangers <- if (is.null(invariance)) NULL else sum(invariance$flagged & !(invariance$over == "living" &
    invariance$pillar %in% items[shifted, "pillar"]), na.rm = TRUE)
  checks <- bind(list(
    check("alpha: largest error", worst(reliability$alpha, by_pillar(truth$alpha, reliability$pillar)), 0.08 * room),
    check("within-couple correlation: largest error",
      worst(within_couples$estimate, by_pillar(truth$couple_correlation, within_couples$pillar)), 0.15 * room),
    check("loadings: mean error", if (!is.null(graded)) mean(abs(graded$loading - items[graded$item, "loading"])),
      0.08 * room),
    check("thresholds: mean error", if (length(off)) mean(off), 0.15 * room),
    check("factor correlations: error of the mean",
      if (!is.null(correlations)) abs(mean(correlations$correlation) - truth$truth$pillar_correlation), 0.08 * room),
    check("factor correlations: largest error",
      worst(correlations$correlation, truth$truth$pillar_correlation), 0.25 * room),
    check("items on the factor of their pillar", if (!is.null(efa)) mean(efa$pillar == efa$factor_of), 0.9, high = FALSE),
    check("items that mean something else, found",
      if (any(shifted %in% dif$item)) mean(intersect(shifted, dif$item) %in% flagged), 1, high = FALSE),
    check("other items flagged by living", length(setdiff(flagged, shifted)), 2),
    check("comparisons that do not hold without reason", strangers, 2)
  ))
  save_table(checks, "recovery")
}

# Report ------------------------------------------------------------------------------------------------------------------------

markdown <- function(table) {
  if (is.null(table) || !nrow(table)) return("Not computed: too few people, groups or items.")
  cells <- lapply(table, function(column) if (is.double(column)) formatC(column, digits = 3, format = "f") else column)
  rows <- do.call(paste, c(cells, sep = " | "))
  c(
    paste0("| ", paste(names(table), collapse = " | "), " |"), paste0("|", strrep("---|", ncol(table))),
    paste0("| ", rows, " |")
  )
}
section <- function(title, about, table) c("", paste("##", title), "", about, "", markdown(table))
of_all <- options_used[options_used$group == "all", setdiff(names(options_used), "group")]
report <- c(
  paste("# Pilot of the form", plan$form),
  "",
  paste0(
    length(couples), " couples, ", nrow(data), " rows, ", nrow(scored), " scored items. Scoring key ", plan$digest, ". ",
    if (length(waves) > 1) "The factors are explored in the first wave and confirmed in the last." else
      "One wave: what was explored in it is not confirmed by it."
  ),
  if (!is.null(checks)) "The couples are simulated. Nothing here is about people.",
  section("Verdicts", "By the rules that the preregistration fixed.", verdicts[verdicts$verdict != "keep", ]),
  section("Reliability", "Intervals by whole couples, 95 %.", reliability),
  section("Partners of a couple", "Correlation of the sums, partners interchangeable; intervals by whole couples.", within_couples),
  section("Two occasions", "Correlation of the sums of one person on two occasions.", retest),
  section("Fit of one factor", "WLSMV, scaled; one partner drawn from each couple.", fits),
  section("Factor correlations", "One ordinal model of all reflective pillars.", correlations),
  section("Invariance", "Equal thresholds and loadings against none; flagged where CFI falls by more than .01.", invariance),
  section("Items that mean something else to a group", "Ordinal logistic regression; flagged by the change of R squared.",
    if (!is.null(dif)) dif[dif$flagged, ]),
  section("Graded response model", "In the normal form, by WLSMV; discrimination on the logistic scale.", graded),
  section("Explored factors", "Polychoric correlations, minimum residuals, oblimin.", efa),
  section("Use of the options", "First occasion, own perspective.", of_all),
  if (!is.null(checks)) section("Against the truth", "Bounds that were stated beforehand.", checks)
)
writeLines(enc2utf8(report), place("report.md"), useBytes = TRUE)
cat(place("report.md"), "\n")
if (!is.null(checks) && !all(checks$met)) {
  print(checks[!checks$met, ], row.names = FALSE)
  quit(status = 1)
}
