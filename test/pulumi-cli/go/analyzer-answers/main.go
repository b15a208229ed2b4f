// Sends resources to a running policy pack and reads its answers, both as Pulumi's engine does. The argument is the pack's address.
// Reads a JSON array of resources from stdin, with properties in the form of Pulumi's protocol. Writes an answer for each, as JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/pulumi/pulumi/pkg/v3/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/propertyrpc"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/structpb"
)

type asked struct {
	Type       tokens.Type      `json:"type"`
	URN        resource.URN     `json:"urn"`
	Properties *structpb.Struct `json:"properties"`
}

type answered struct {
	// Why the engine would end the preview.
	Error string `json:"error,omitempty"`
	// As a provider gets them, after remediations.
	Properties *structpb.Struct `json:"properties,omitempty"`
	Remediated []string         `json:"remediated"`
	Advice     []string         `json:"advice"`
	Violations []string         `json:"violations"`
}

// As the engine reads what a program registers, and sends it to a provider: hashes of assets are computed.
var withHashes = plugin.FilterOptions{KeepUnknowns: true, KeepSecrets: true, WorkingDirectory: "."}

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(address string) error {
	var all []asked
	if err := json.NewDecoder(os.Stdin).Decode(&all); err != nil {
		return err
	}
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer connection.Close()
	analyzer := plugin.NewAnalyzerWithClient("policies", pulumirpc.NewAnalyzerClient(connection))
	answers := make([]answered, 0, len(all))
	for _, one := range all {
		answer, err := review(analyzer, one)
		if err != nil {
			answer.Error = err.Error()
		}
		answers = append(answers, answer)
	}
	return json.NewEncoder(os.Stdout).Encode(answers)
}

// As the engine reviews a resource before its step (resource/deploy/step_generator.go).
func review(analyzer plugin.Analyzer, of asked) (answered, error) {
	answer := answered{Remediated: []string{}, Advice: []string{}, Violations: []string{}}
	// A pack that fails in an unexpected place never answers.
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	registered, err := propertyrpc.Unmarshal(of.Properties)
	if err != nil {
		return answer, err
	}
	properties, err := plugin.FilterProperties(registered, withHashes)
	if err != nil {
		return answer, err
	}
	described := plugin.AnalyzerResource{
		URN:        of.URN,
		Type:       of.Type,
		Name:       of.URN.Name(),
		Properties: properties,
	}
	remediated, err := analyzer.Remediate(ctx, described)
	if err != nil {
		return answer, fmt.Errorf("failed to run remediation: %w", err)
	}
	for _, one := range remediated.Remediations {
		if one.Diagnostic != "" {
			answer.Advice = append(answer.Advice, one.Diagnostic)
			continue
		}
		answer.Remediated = append(answer.Remediated, one.PolicyName)
		described.Properties = one.Properties
	}
	analyzed, err := analyzer.Analyze(ctx, described)
	if err != nil {
		return answer, fmt.Errorf("failed to run policy: %w", err)
	}
	for _, one := range analyzed.Diagnostics {
		answer.Violations = append(answer.Violations, one.PolicyName)
	}
	complete, err := plugin.FilterProperties(described.Properties, withHashes)
	if err != nil {
		return answer, err
	}
	answer.Properties = propertyrpc.Marshal(complete)
	return answer, nil
}
