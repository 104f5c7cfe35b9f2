# The commands of the portal. « make » alone lists them. Each one works from any folder, as root or not.
ROOT := $(shell dirname "$(strip $(MAKEFILE_LIST))")
RUN := @exec sh "$(ROOT)/cpsti_portal/embedded/run.sh"
export PORT RESET DATA ARGS PYTHON

.DEFAULT_GOAL := help
.PHONY: help demo stop story leaks test check bench-anonymisation bench-sitting format shell manage clean

help: ## Cette liste
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' "$(ROOT)/Makefile" | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-19s %s\n' "$$name" "$$text"; done

demo: ## Le portail sur cette machine (PORT=8000, RESET=1 repart de zéro, DATA=0 sans demandes)
	$(RUN) demo

stop: ## Arrêter la démonstration depuis une autre fenêtre
	$(RUN) stop

story: ## Jouer une demande de bout en bout sur la démonstration qui tourne
	$(RUN) story

leaks: ## Chercher ce qui laisserait la commission reconnaître quelqu’un, sur la démonstration qui tourne
	$(RUN) leaks

test: ## Tous les essais (ARGS="tests/journeys -k adr" pour choisir)
	$(RUN) test

check: ## Mise en forme, règles, types, migrations, réglages de production
	$(RUN) check

bench-anonymisation: ## Ce que le caviardage laisse passer, ce qu’il coûte (ARGS="--labels --show 20")
	$(RUN) bench-anonymisation

bench-sitting: ## Une commission qui vote d’un coup, à côté de la limite de la machine (ARGS="--files 50")
	$(RUN) bench-sitting

format: ## Remettre les sources en forme
	$(RUN) format

shell: ## La console Python du portail
	$(RUN) shell

manage: ## Une commande Django (ARGS="showmigrations")
	$(RUN) manage

clean: ## Effacer les données, l’environnement Python et les caches
	$(RUN) clean
